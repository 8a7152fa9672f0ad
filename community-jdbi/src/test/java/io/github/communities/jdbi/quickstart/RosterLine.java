package io.github.communities.jdbi.quickstart;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a roster as it stands in the file.
 *
 * @param number the line at which it begins; counts from 1
 * @param fields its columns, however many there are; none if its quotes don't match
 */
record RosterLine(long number, List<String> fields) {
    RosterLine {
        fields = List.copyOf(fields);
    }

    /** The same without so many of its first columns. */
    RosterLine without(int columns) {
        return new RosterLine(number, fields.subList(Math.min(columns, fields.size()), fields.size()));
    }

    /** Takes the fields as the parser finds them. Unlike the parser's own, it knows at which line parsing failed. */
    static final class Collector extends AbstractBaseCsvCallbackHandler<RosterLine> {
        private final List<String> fields = new ArrayList<>();

        @Override
        protected void handleBegin(long startingLineNumber) {
            fields.clear();
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            fields.add(new String(buffer, offset, length));
        }

        @Override
        protected RosterLine buildRecord() {
            return new RosterLine(getStartingLineNumber(), fields);
        }

        RosterLine failed() {
            return new RosterLine(getStartingLineNumber(), List.of());
        }
    }
}
