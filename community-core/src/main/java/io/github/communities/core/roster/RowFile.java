package io.github.communities.core.roster;

import io.github.communities.OrganizationId;
import io.github.communities.error.Unavailable;
import io.github.communities.organization.RosterRow;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Rows of a roster in a temporary file: lists are written one behind the other, and each can be read again. Only its
 * owner may read the file, and nothing is left of it once it is closed, or the JVM is killed.
 */
final class RowFile implements AutoCloseable {
    private static final int WRITE_BUFFER = 1 << 16;

    /** Read buffers take so much together, as long as that is not too little for each. */
    private static final int READ_BUFFERS = 1 << 22;

    private static final int SMALLEST_BUFFER = 1 << 8;
    private static final int LARGEST_BUFFER = 1 << 16;

    private final Path folder;
    private final FileChannel channel;
    private final List<Long> ends = new ArrayList<>();

    private RowFile(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** A new one in the folder that the system property {@code java.io.tmpdir} names. */
    static RowFile create() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return guard(
                folder,
                () -> new RowFile(
                        folder,
                        FileChannel.open(
                                folder.resolve("communities-roster-" + UUID.randomUUID()),
                                Set.of(
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.READ,
                                        StandardOpenOption.WRITE,
                                        // On POSIX it has no name from here on, so that nothing of it outlives the JVM.
                                        StandardOpenOption.DELETE_ON_CLOSE),
                                ownersOnly())));
    }

    /** Where files have no such permissions, as on Windows, they have those of the folder, which is the user's own. */
    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes a list of rows behind those that are there. */
    void write(List<RosterRow> rows) {
        guard(folder, () -> {
            channel.position(end(ends.size()));
            OutputStream file = new BufferedOutputStream(Channels.newOutputStream(channel), WRITE_BUFFER);
            DataOutputStream out = new DataOutputStream(file);
            for (RosterRow row : rows) {
                write(out, row);
            }
            out.flush();
            return ends.add(channel.position());
        });
    }

    /** The lists in the order in which they were written, each to be read step by step. */
    List<Iterator<RosterRow>> lists() {
        List<Iterator<RosterRow>> lists = new ArrayList<>();
        int buffer = Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, READ_BUFFERS / Math.max(1, ends.size())));
        for (int i = 0; i < ends.size(); i++) {
            lists.add(new Rows(new Section(end(i), end(i + 1)), buffer));
        }
        return lists;
    }

    /** Where so many lists end. */
    private long end(int lists) {
        return lists == 0 ? 0 : ends.get(lists - 1);
    }

    /** As UTF-8 in the form that keeps whatever characters a text has; none is longer than a row's form allows. */
    private static void write(DataOutputStream out, RosterRow row) throws IOException {
        out.writeLong(row.line());
        out.writeUTF(row.organization().value());
        write(out, row.community());
        write(out, row.project());
        out.writeUTF(row.user());
        out.writeUTF(row.role());
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private static RosterRow read(DataInputStream in) throws IOException {
        return new RosterRow(
                in.readLong(),
                OrganizationId.of(in.readUTF()),
                readIfAny(in),
                readIfAny(in),
                in.readUTF(),
                in.readUTF());
    }

    private static Optional<String> readIfAny(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    @Override
    public void close() {
        guard(folder, () -> {
            channel.close();
            return folder;
        });
    }

    private interface Access<T> {
        T run() throws IOException;
    }

    private static <T> T guard(Path folder, Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw new Unavailable(
                    "ORG-6",
                    "the roster's rows that wait for their users can't be kept in a temporary file in " + folder
                            + " (the system property java.io.tmpdir): " + e
                            + "; what was reported is stored, and the same roster again brings in the rest",
                    false,
                    e);
        }
    }

    /** The rows of one list. */
    private final class Rows implements Iterator<RosterRow> {
        private final Section section;
        private final DataInputStream in;

        Rows(Section section, int buffer) {
            this.section = section;
            this.in = new DataInputStream(new BufferedInputStream(section, buffer));
        }

        @Override
        public boolean hasNext() {
            return guard(folder, () -> section.isLeft() || in.available() > 0);
        }

        @Override
        public RosterRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return guard(folder, () -> read(in));
        }
    }

    /** A part of the file. */
    private final class Section extends InputStream {
        private long next;
        private final long end;

        Section(long begin, long end) {
            this.next = begin;
            this.end = end;
        }

        boolean isLeft() {
            return next < end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!isLeft()) {
                return -1;
            }
            int most = (int) Math.min(length, end - next);
            int read = channel.read(ByteBuffer.wrap(bytes, offset, most), next);
            next += Math.max(0, read);
            return read;
        }
    }
}
