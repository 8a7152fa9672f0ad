package io.github.communities.core.authorization;

import io.github.communities.OrganizationId;
import io.github.communities.Target;
import io.github.communities.core.policy.Path;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.ResourceRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A target that exists, with the records that it leads to, all of which exist too. */
public sealed interface ResolvedTarget {
    /** The narrowest scope that it is about; of a resource, the place in which it is asked about. */
    Path path();

    /**
     * The path at which permissions on it are decided; empty for a resource that is neither of the place nor shared
     * there (SHR-3, SHR-4).
     */
    default Optional<Path> accessPath() {
        return Optional.of(path());
    }

    /** The ids that all this follows from: it changes with them only. */
    Set<Target> origins();

    /** What is about an organization as a whole. */
    record InOrganization(OrganizationId id) implements ResolvedTarget {
        @Override
        public Path path() {
            return Path.of(id);
        }

        @Override
        public Set<Target> origins() {
            return Set.of(id);
        }
    }

    /** A community, or what is in one. */
    sealed interface Place extends ResolvedTarget {
        /** The community. */
        CommunityRecord community();
    }

    /** What is about a community. */
    record InCommunity(CommunityRecord community) implements Place {
        @Override
        public Path path() {
            return Path.of(community);
        }

        @Override
        public Set<Target> origins() {
            return Set.of(community.id());
        }
    }

    /** What is about a project, in its community. */
    record InProject(CommunityRecord community, ProjectRecord project) implements Place {
        @Override
        public Path path() {
            return Path.of(community).to(project.id());
        }

        @Override
        public Set<Target> origins() {
            return Set.of(community.id(), project.id());
        }
    }

    /**
     * A resource in a place.
     *
     * @param resource the resource
     * @param source the project that it belongs to
     * @param place where it is asked about: its own project, another one, or a community
     * @param publication that it is published in the place, if that is a community, and this counts
     * @param attachment that it is attached to the place, if that is a project, and this counts
     */
    record ResourceInPlace(
            ResourceRecord resource,
            InProject source,
            Place place,
            Optional<PublicationRecord> publication,
            Optional<AttachmentRecord> attachment)
            implements ResolvedTarget {
        @Override
        public Path path() {
            return place.path();
        }

        @Override
        public Optional<Path> accessPath() {
            if (isOwn()) {
                return Optional.of(path());
            }
            return publication.isPresent() || attachment.isPresent()
                    ? Optional.of(path().ofShared())
                    : Optional.empty();
        }

        @Override
        public Set<Target> origins() {
            Set<Target> origins = new HashSet<>(place.origins());
            origins.addAll(source.origins());
            origins.add(resource.id());
            return origins;
        }

        /** Whether the place is the project that it belongs to. */
        public boolean isOwn() {
            return place instanceof InProject in && in.project().id().equals(resource.project());
        }
    }
}
