package io.github.communities.core.authorization;

import io.github.communities.BillingAccountId;
import io.github.communities.access.Condition;
import io.github.communities.access.OperationRequest;
import io.github.communities.community.CommunityKind;
import io.github.communities.core.accounts.BillingAnswer;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.authorization.ResolvedTarget.Place;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.SharingState;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Billing;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be so, besides permissions, for a request whose caller has these: each {@link Condition} is one method. */
final class OperationConditions {
    /** As many publications and attachments as are worth naming. */
    private static final int NAMED = 16;

    private final ReadTransaction reading;
    private final OperationRequest request;
    private final BillingAnswer billing;
    private final ResolvedTarget target;
    private final List<Unmet> unmet = new ArrayList<>();

    OperationConditions(
            ReadTransaction reading, OperationRequest request, BillingAnswer billing, ResolvedTarget target) {
        this.reading = reading;
        this.request = request;
        this.billing = billing;
        this.target = target;
    }

    /** What of them is unmet. */
    List<Unmet> unmet() {
        request.operation().conditions().forEach(this::check);
        return unmet;
    }

    /** The account that pays for what is done in the community. */
    Optional<BillingAccountId> linkedAccount() {
        return community().billingAccount().map(BillingAccountId::of);
    }

    private void check(Condition condition) {
        switch (condition) {
            case BILLING -> billing(community());
            case ACCOUNT_MAY_BE_USED -> linking();
            case ACCOUNT_IN_GOOD_STANDING -> {} // is told with the condition above, by the same answer of the host
            case LIMITS -> limits(project());
            case RESTRICTIONS -> restrictions(community());
            case SAME_ZONE -> zone(resource());
            case SHAREABLE -> shareable(resource().resource());
            case PUBLISHED -> published(resource());
            case AVAILABLE -> available(resource());
            case NOT_SHARED -> notShared();
            case WITHIN_CAPS -> room().ifPresent(unmet::add);
            case NOT_DEFAULT -> notDefault(community());
        }
    }

    private Place place() {
        return target instanceof ResourceInPlace in ? in.place() : requireShape(request, Place.class, target);
    }

    private CommunityRecord community() {
        return place().community();
    }

    private ProjectRecord project() {
        return requireShape(request, InProject.class, place()).project();
    }

    private ResourceInPlace resource() {
        return requireShape(request, ResourceInPlace.class, target);
    }

    /**
     * The target in the shape that a condition of its operation needs; that it has another is a fault of {@link
     * Operation}.
     */
    static <S extends ResolvedTarget> S requireShape(
            OperationRequest request, Class<S> shape, ResolvedTarget resolved) {
        if (!shape.isInstance(resolved)) {
            throw new IllegalStateException(request.operation() + " takes what its target says nothing of: "
                    + request.target() + " is not " + shape.getSimpleName());
        }
        return shape.cast(resolved);
    }

    private void fail(Condition condition, String reason) {
        fail(condition, Sentence.of(reason));
    }

    private void fail(Condition condition, Sentence reason) {
        unmet.add(new Unmet(condition.rule(), reason));
    }

    private void billing(CommunityRecord community) {
        if (reading.policy().source().billing() == Billing.NOT_REQUIRED) {
            return;
        }
        Optional<BillingAccountId> linked = linkedAccount();
        if (linked.isEmpty()) {
            fail(
                    Condition.BILLING,
                    Sentence.of("no billing account is linked to ").and(community.id()));
        } else if (!linked.equals(billing.account())) {
            throw new BilledOperations.AccountChanged();
        } else {
            unmet.addAll(billing.unmet());
        }
    }

    private void linking() {
        if (request.account().isEmpty()) {
            fail(Condition.ACCOUNT_MAY_BE_USED, "the request does not say which billing account is to be linked");
        } else if (!request.account().equals(billing.account())) {
            throw new BilledOperations.AccountChanged();
        } else {
            unmet.addAll(billing.unmet());
        }
    }

    private void limits(ProjectRecord project) {
        project.unitBalance()
                .filter(balance -> balance <= 0)
                .ifPresent(balance -> fail(
                        Condition.LIMITS,
                        Sentence.of("the unit balance of ").and(project.id()).and(" is " + balance)));
        exceeds("units per hour", request.unitsPerHour(), project.unitsPerHour());
        exceeds("units per execution", request.units(), project.unitsPerExecution());
        project.unitBalance()
                .filter(balance -> balance > 0 && request.units().orElse(0L) > balance)
                .ifPresent(balance -> fail(
                        Condition.LIMITS,
                        request.units().orElse(0L) + " units are more than the project's unit balance of " + balance));
    }

    private void exceeds(String what, Optional<Long> wanted, Optional<Long> limit) {
        if (wanted.isPresent() && limit.isPresent() && wanted.get() > limit.get()) {
            fail(Condition.LIMITS, wanted.get() + " " + what + " are more than the project's limit of " + limit.get());
        }
    }

    private Optional<String> type() {
        return request.type()
                .or(() -> target instanceof ResourceInPlace in
                        ? Optional.of(in.resource().type())
                        : Optional.empty());
    }

    private void restrictions(CommunityRecord community) {
        for (RestrictionDefinition definition : reading.policy().source().restrictions()) {
            if (RestrictionsInForce.inForce(definition, community) instanceof RestrictionValue.Strings types
                    && isForbidden(definition.effect(), types.values())) {
                fail(
                        Condition.RESTRICTIONS,
                        Sentence.of("restriction " + definition.name() + " of ")
                                .and(community.id())
                                .and(" does not allow "
                                        + type().map(type -> "resources of type " + type)
                                                .orElse("resources of every type, and the request does not say of"
                                                        + " which")));
            }
        }
    }

    private boolean isForbidden(RestrictionDefinition.Effect effect, List<String> types) {
        return !types.isEmpty()
                && switch (effect) {
                    case HOST -> false;
                    case ONLY_TYPES -> type().filter(types::contains).isEmpty();
                    case NO_TYPES -> type().map(types::contains).orElse(true);
                };
    }

    private void zone(ResourceInPlace resource) {
        Optional<String> from = resource.source().community().zone();
        Optional<String> to = resource.place().community().zone();
        if (!from.equals(to)) {
            fail(
                    Condition.SAME_ZONE,
                    "the resource's community is in " + zone(from) + " and the target community in " + zone(to));
        }
    }

    private static String zone(Optional<String> zone) {
        return zone.map(name -> "zone " + name).orElse("no zone");
    }

    private void shareable(ResourceRecord resource) {
        if (reading.policy()
                .source()
                .resourceType(resource.type())
                .filter(ResourceType::shareable)
                .isEmpty()) {
            fail(Condition.SHAREABLE, "resources of type " + resource.type() + " can't be shared");
        }
    }

    private void published(ResourceInPlace resource) {
        ResourceRecord attached = resource.resource();
        if (resource.isOwn()) {
            fail(
                    Condition.PUBLISHED,
                    Sentence.of(attached.id())
                            .and(" belongs to ")
                            .and(attached.project())
                            .and(", where it can be used as it is"));
        } else if (reading.sharing()
                .publication(community().id(), attached.id())
                .isEmpty()) {
            fail(
                    Condition.PUBLISHED,
                    Sentence.of(attached.id())
                            .and(" is not published in ")
                            .and(community().id()));
        }
    }

    private void available(ResourceInPlace resource) {
        if (!resource.isOwn() && resource.attachment().isEmpty()) {
            fail(
                    Condition.AVAILABLE,
                    Sentence.of(resource.resource().id())
                            .and(" neither belongs nor is attached to ")
                            .and(project().id()));
        }
    }

    private void notShared() {
        RecordRange<PublicationRecord> all = RecordRange.of(Index.PUBLICATIONS_FROM_PROJECT);
        if (target instanceof ResourceInPlace in) {
            ResourceRecord resource = in.resource();
            notShared(
                    "RES-4", all.under(resource.project().value(), resource.id().value()));
        } else {
            notShared("PRJ-5", all.under(project().id().value()));
        }
    }

    private void notShared(String rule, RecordRange<PublicationRecord> range) {
        reading.scan(range.limit(NAMED))
                .keeping(reading.sharing()::published)
                .first(NAMED)
                .forEach(publication -> unmet.add(new Unmet(
                        rule,
                        Sentence.of(publication.resource())
                                .and(" is published in ")
                                .and(publication.community())
                                .and(attached(publication))
                                .and("; withdraw it first"))));
    }

    private Sentence attached(PublicationRecord publication) {
        List<AttachmentRecord> attachments = reading.scan(RecordRange.of(Index.ATTACHMENTS_IN_COMMUNITY)
                        .under(
                                publication.community().value(),
                                publication.resource().value())
                        .limit(NAMED))
                .first(NAMED);
        List<Sentence> projects = attachments.stream()
                .filter(attachment -> SharingState.counts(attachment, publication))
                .map(attachment -> Sentence.of(attachment.project()))
                .toList();
        return projects.isEmpty()
                ? Sentence.of("")
                : Sentence.of(" and attached to ")
                        .and(Sentence.join(", ", projects))
                        .and(attachments.size() == NAMED ? " and maybe more" : "");
    }

    /** Why there is no room for what the operation creates. */
    private Optional<Unmet> room() {
        Capacity capacity = new Capacity(reading);
        return switch (request.operation()) {
            case CREATE_COMMUNITY, CREATE_LINKED_COMMUNITY -> capacity.forCommunity();
            case CREATE_PROJECT -> capacity.forProject(community());
            case CREATE_RESOURCE, COPY_RESOURCE, COPY_RESOURCE_ACROSS -> capacity.forResource(project());
            default -> throw new IllegalStateException(request.operation() + " creates nothing that has a cap");
        };
    }

    private void notDefault(CommunityRecord community) {
        if (community.communityKind() == CommunityKind.DEFAULT) {
            fail(
                    Condition.NOT_DEFAULT,
                    Sentence.of("'" + community.name() + "' is the default community of ")
                            .and(community.organization())
                            .and(" and can't be deleted while the organization exists"));
        }
    }
}
