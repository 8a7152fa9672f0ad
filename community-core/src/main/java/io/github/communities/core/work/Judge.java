package io.github.communities.core.work;

import io.github.communities.CommunityKind;
import io.github.communities.Permission;
import io.github.communities.ResourceAt;
import io.github.communities.Target;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.access.TargetShape;
import io.github.communities.billing.BillingAccountId;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Path;
import io.github.communities.decision.Decision;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Billing;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.AttachmentRecord;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.PublicationRecord;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges operations by the table that {@link Operation} is: every permission and every other condition, for the library's
 * own operations as for the host's questions (ACC-7). Permissions come first: only who has them all is told of conditions.
 */
final class Judge {
    private static final int NAMED = 16;

    private final Reading reading;
    private final OperationRequest asked;
    private final OperationRequest request;
    private final BillingAnswer billing;
    private final Matter matter;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Unmet> unmet = new ArrayList<>();

    /** Of a request whose target has led to this; what it takes is decided at once. */
    Judge(Reading reading, OperationRequest asked, BillingAnswer billing, Matter matter) {
        this.reading = reading;
        this.asked = asked;
        this.request = matter.exactly(asked);
        this.billing = billing;
        this.matter = matter;
        request.operation().needs().forEach(need -> decisions.add(decide(need.permission(), path(need))));
        linkingWhatIsCreated().ifPresent(decisions::add);
    }

    /** Refuses a target that does not say all that the operation is about, before anything is read. */
    static void checkShape(OperationRequest request) {
        Operation operation = request.operation();
        Target target = request.target();
        TargetShape shape = TargetShape.of(target);
        if (shape != operation.target()) {
            throw new InvalidInput(
                    "target of operation " + operation.text(),
                    target.noun() + " " + target,
                    "ACC-7",
                    "is " + shape.text() + ", and must be " + operation.target().text());
        }
    }

    /** Whether the caller has all permissions that it takes. */
    boolean isPermitted() {
        return request.operation().anySuffices()
                ? decisions.stream().anyMatch(Decision::allowed)
                : decisions.stream().allMatch(Decision::allowed);
    }

    /** The account that the host is to be asked about before it is done; none as long as a permission is missing. */
    Optional<BillingAccountId> accountInQuestion() {
        if (!isPermitted()) {
            return Optional.empty();
        }
        return request.operation().conditions().contains(Condition.BILLING) ? linked(community()) : request.account();
    }

    /** The narrowest scope that it is about. */
    Path path() {
        return matter.path(reading);
    }

    /** Everything that the operation takes and what of it is unmet, as far as the caller may know. */
    Authorization judge() {
        if (isPermitted()) {
            request.operation().conditions().forEach(this::check);
            return new Authorization(request, reading.revision(), decisions, unmet);
        }
        List<Decision> missing =
                decisions.stream().filter(decision -> !decision.allowed()).toList();
        if (request.operation().needs().stream().allMatch(this::mayView)) {
            return refusal(request, decisions, missing);
        }
        List<Decision> bare = List.of(withoutPlaces(missing.get(0)));
        return refusal(asked, bare, bare);
    }

    private Authorization refusal(OperationRequest judged, List<Decision> shown, List<Decision> missing) {
        return new Authorization(
                judged,
                reading.revision(),
                shown,
                missing.stream()
                        .map(decision -> new Unmet(rule(decision), decision.text()))
                        .toList());
    }

    private String rule(Decision refusal) {
        return request.operation() == Operation.CREATE_LINKED_COMMUNITY
                        && refusal.permission().equals(Permission.COMMUNITY_LINK_BILLING)
                ? Condition.ACCOUNT_MAY_BE_USED.rule()
                : request.operation().rule();
    }

    private Decision decide(Permission permission, Path path) {
        return reading.caller().decide(permission, path.target(), Optional.of(path), reading.revision(), reading.now());
    }

    private Path path(Need need) {
        return matter.path(reading, need.place())
                .orElseThrow(() -> new IllegalStateException(request.operation() + " takes " + need
                        + ", of which its target says nothing: " + request.target()));
    }

    private boolean mayView(Need need) {
        Permission viewing = switch (need.place()) {
            case ORGANIZATION -> Permission.ORGANIZATION_VIEW;
            case COMMUNITY -> Permission.COMMUNITY_VIEW;
            case PROJECT, SOURCE -> Permission.PROJECT_VIEW;
        };
        return reading.caller().allow(viewing, path(need), reading.now());
    }

    /** A refusal that names no place but what was asked about: to which project a resource belongs is not for everyone. */
    private Decision withoutPlaces(Decision refusal) {
        Target target = asked.target();
        Optional<Target> place = target instanceof ResourceAt at ? Optional.of(at.place()) : Optional.of(target);
        return Decision.builder()
                .from(refusal)
                .target(target)
                .nearestMissing(refusal.nearestMissing()
                        .filter(grant -> place.equals(Optional.of(grant.scope()))
                                || grant.scope().equals(target.organization())))
                .build();
    }

    /** Whoever creates a community may link an account to it if its administrators may, or they may everywhere (BIL-2). */
    private Optional<Decision> linkingWhatIsCreated() {
        Permission linking = Permission.COMMUNITY_LINK_BILLING;
        CompiledPolicy policy = reading.policy();
        if (request.operation() != Operation.CREATE_LINKED_COMMUNITY
                || policy.mask(policy.source().administratorRole()).has(linking.bit())
                || reading.caller().allowInAllStandard(linking, reading.now())) {
            return Optional.empty();
        }
        return Optional.of(decide(linking, Path.of(reading.organizationId())));
    }

    private void check(Condition condition) {
        switch (condition) {
            case BILLING -> billing(community());
            case ACCOUNT_MAY_BE_USED -> linking();
            case ACCOUNT_IN_GOOD_STANDING -> {} // the host's answer about linking has both
            case LIMITS -> limits(project());
            case RESTRICTIONS -> restrictions(community());
            case SAME_ZONE -> zone();
            case SHAREABLE -> shareable(resource());
            case PUBLISHED -> published(resource(), community());
            case AVAILABLE -> available(resource(), project());
            case NOT_SHARED -> notShared();
            case ROOM -> room().ifPresent(unmet::add);
            case NOT_DEFAULT -> notDefault(community());
        }
    }

    // Its shape says that the target leads to these.

    private CommunityRecord community() {
        return matter.community().orElseThrow();
    }

    private ProjectRecord project() {
        return matter.project().orElseThrow();
    }

    private ResourceRecord resource() {
        return matter.resource().orElseThrow();
    }

    private void fail(Condition condition, String reason) {
        unmet.add(new Unmet(condition.rule(), reason));
    }

    private static Optional<BillingAccountId> linked(CommunityRecord community) {
        return community.billingAccount().map(BillingAccountId::of);
    }

    private void billing(CommunityRecord community) {
        if (reading.policy().source().billing() == Billing.NOT_REQUIRED) {
            return;
        }
        Optional<BillingAccountId> linked = linked(community);
        if (linked.isEmpty()) {
            fail(Condition.BILLING, "no billing account is linked to community " + community.id());
        } else if (!linked.equals(billing.account())) {
            throw new AccountChanged();
        } else {
            unmet.addAll(billing.unmet());
        }
    }

    private void linking() {
        if (request.account().isEmpty()) {
            fail(Condition.ACCOUNT_MAY_BE_USED, "the request does not say which billing account is to be linked");
        } else if (!request.account().equals(billing.account())) {
            throw new AccountChanged();
        } else {
            unmet.addAll(billing.unmet());
        }
    }

    private void limits(ProjectRecord project) {
        project.unitBalance()
                .filter(balance -> balance <= 0)
                .ifPresent(balance ->
                        fail(Condition.LIMITS, "the unit balance of project " + project.id() + " is " + balance));
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
        return request.type().or(() -> matter.resource().map(ResourceRecord::type));
    }

    private void restrictions(CommunityRecord community) {
        for (RestrictionDefinition definition : reading.policy().source().restrictions()) {
            if (RestrictionForms.inForce(definition, community) instanceof RestrictionValue.Strings types
                    && isForbidden(definition.effect(), types.values())) {
                fail(
                        Condition.RESTRICTIONS,
                        "restriction " + definition.name() + " of community " + community.id() + " does not allow "
                                + type().map(type -> "resources of type " + type)
                                        .orElse("resources of every type, and the request does not say of which"));
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

    private void zone() {
        Optional<String> from = matter.sourceCommunity().flatMap(CommunityRecord::zone);
        Optional<String> to = matter.community().flatMap(CommunityRecord::zone);
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

    private void published(ResourceRecord resource, CommunityRecord community) {
        if (isOwn(resource)) {
            fail(
                    Condition.PUBLISHED,
                    "resource " + resource.id() + " belongs to project " + resource.project()
                            + ", where it can be used as it is");
        } else if (reading.publication(community.id(), resource.id()).isEmpty()) {
            fail(Condition.PUBLISHED, "resource " + resource.id() + " is not published in community " + community.id());
        }
    }

    private void available(ResourceRecord resource, ProjectRecord project) {
        if (!isOwn(resource) && reading.attachment(project.id(), resource.id()).isEmpty()) {
            fail(
                    Condition.AVAILABLE,
                    "resource " + resource.id() + " neither belongs nor is attached to project " + project.id());
        }
    }

    private boolean isOwn(ResourceRecord resource) {
        return matter.project().map(ProjectRecord::id).equals(Optional.of(resource.project()));
    }

    private void notShared() {
        RecordRange<PublicationRecord> all = RecordRange.of(Index.PUBLICATIONS_FROM_PROJECT);
        matter.resource()
                .map(resource ->
                        all.under(resource.project().value(), resource.id().value()))
                .or(() -> matter.project().map(project -> all.under(project.id().value())))
                .ifPresent(range -> reading.scan(range.limit(NAMED))
                        .keeping(reading::counting)
                        .first(NAMED)
                        .forEach(publication -> unmet.add(new Unmet(
                                matter.resource().isPresent() ? "RES-4" : "PRJ-5",
                                "resource " + publication.resource() + " is published in community "
                                        + publication.community() + attached(publication) + "; withdraw it first"))));
    }

    private String attached(PublicationRecord publication) {
        List<AttachmentRecord> attachments = reading.scan(RecordRange.of(Index.ATTACHMENTS_IN_COMMUNITY)
                        .under(
                                publication.community().value(),
                                publication.resource().value())
                        .limit(NAMED))
                .first(NAMED);
        String projects = attachments.stream()
                .filter(attachment -> !attachment.revision().isBefore(publication.revision()))
                .map(attachment -> attachment.project().toString())
                .collect(Collectors.joining(", "));
        return projects.isEmpty()
                ? ""
                : " and attached to project " + projects + (attachments.size() == NAMED ? " and maybe more" : "");
    }

    private Optional<Unmet> room() {
        Room room = new Room(reading);
        if (matter.project().isPresent()) {
            return room.forResource(matter.project().get());
        }
        return matter.community().isPresent()
                ? room.forProject(matter.community().get())
                : room.forCommunity();
    }

    private void notDefault(CommunityRecord community) {
        if (community.communityKind() == CommunityKind.DEFAULT) {
            fail(
                    Condition.NOT_DEFAULT,
                    "'" + community.name() + "' is the default community of organization " + community.organization()
                            + " and can't be deleted while the organization exists");
        }
    }

    /** The host was not asked about the account that it takes now: it must be asked anew. */
    static final class AccountChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AccountChanged() {
            super(null, null, false, false);
        }
    }
}
