package io.github.communities.core.access;

import io.github.communities.Permission;
import io.github.communities.ResourceAt;
import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.ResolvedTarget.InOrganization;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.paging.Batches;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of what a caller may view, roles and names read together: who may not view it yet is not told it early. */
final class ViewableNames {
    private final ReadTransaction reading;
    private final Map<Target, String> names = new HashMap<>();

    private ViewableNames(ReadTransaction reading) {
        this.reading = reading;
    }

    /** Those of targets of the caller's organization, any number of them. */
    static Names of(ReadTransaction reading, List<Target> targets) {
        ViewableNames viewable = new ViewableNames(reading);
        Batches.of(targets).forEach(viewable::read);
        return new Names(viewable.names);
    }

    private void read(List<Target> batch) {
        Set<Target> parts = new HashSet<>(batch);
        for (Target target : batch) {
            if (target instanceof ResourceAt at) {
                parts.add(at.resource());
                parts.add(at.place());
            }
        }
        TargetResolver.resolve(reading.targetRecords(batch), reading.latest(), parts)
                .values()
                .forEach(this::add);
    }

    private void add(ResolvedTarget found) {
        if (found instanceof InOrganization in) {
            add(
                    found,
                    Permission.ORGANIZATION_VIEW,
                    in.id(),
                    reading.organization().name());
        } else if (found instanceof InCommunity in) {
            add(
                    found,
                    Permission.COMMUNITY_VIEW,
                    in.community().id(),
                    in.community().name());
        } else if (found instanceof InProject in) {
            add(found, Permission.PROJECT_VIEW, in.project().id(), in.project().name());
        } else if (found instanceof ResourceInPlace in) {
            add(
                    found,
                    Permission.PROJECT_VIEW,
                    in.resource().id(),
                    in.resource().name());
        }
    }

    private void add(ResolvedTarget found, Permission viewing, Target target, String name) {
        found.accessPath().filter(path -> reading.mayName(viewing, path)).ifPresent(path -> names.put(target, name));
    }
}
