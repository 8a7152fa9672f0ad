package io.github.communities.core.transaction;

import io.github.communities.Subject;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Who says who belongs to an organization, in one work: the rows, or a directory of the host (ORG-2). */
public interface SubjectSource {
    /** The rows say it all. */
    SubjectSource ROWS = new SubjectSource() {
        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public void prefetch(Collection<Subject> subjects) {}

        @Override
        public Optional<Set<Subject>> withMembers(Set<Subject> groups) {
            return Optional.empty();
        }
    };

    /** Whether it is the host's own directory; what that says is read as if it were stored. */
    boolean isDirectory();

    /** Lets it look up all of some subjects together, before they are read in pieces. */
    void prefetch(Collection<Subject> subjects);

    /** Those of some groups that somebody is in; empty if the rows are to be read for it. */
    Optional<Set<Subject>> withMembers(Set<Subject> groups);
}
