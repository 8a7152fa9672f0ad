package io.github.communities.core.authorization;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Target;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.access.TargetShape;
import io.github.communities.change.Power;
import io.github.communities.core.accounts.BillingAnswer;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.ResolvedTarget.InOrganization;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.authorization.ResolvedTarget.Place;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Forbidden;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges an operation by the table that {@link Operation} is: every permission and every other condition, for the
 * library's own operations as for the host's questions (ACC-7). Permissions come first: only who has them all is told
 * of conditions.
 */
public final class OperationAuthorizer {
    private final ReadTransaction reading;
    private final OperationRequest asked;
    private final OperationRequest request;
    private final BillingAnswer billing;
    private final ResolvedTarget target;
    private final List<Decision> decisions = new ArrayList<>();

    /** Decides at once whether the caller has each permission that a request takes, given its resolved target. */
    private OperationAuthorizer(
            ReadTransaction reading, OperationRequest asked, BillingAnswer billing, ResolvedTarget target) {
        this.reading = reading;
        this.asked = asked;
        this.request = withExactOperation(asked, target);
        this.billing = billing;
        this.target = target;
        request.operation().needs().forEach(need -> decisions.add(decide(need.permission(), path(need))));
        linkingWhatIsCreated().ifPresent(decisions::add);
    }

    /** Refuses an operation of which anything is unmet, naming all of it that the caller may know of (ACC-7, ACC-8). */
    public static InOrganization authorize(ReadTransaction reading, Operation operation, OrganizationId target) {
        return (InOrganization) authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(ReadTransaction, Operation, OrganizationId)} of what is done to a community. */
    public static InCommunity authorize(ReadTransaction reading, Operation operation, CommunityId target) {
        return (InCommunity) authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(ReadTransaction, Operation, OrganizationId)} of what is done to a project. */
    public static InProject authorize(ReadTransaction reading, Operation operation, ProjectId target) {
        return (InProject) authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /**
     * {@link #authorize(ReadTransaction, Operation, OrganizationId)} of what is done to a resource where it belongs.
     */
    public static ResourceInPlace authorize(ReadTransaction reading, Operation operation, ResourceId target) {
        return (ResourceInPlace) authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(ReadTransaction, Operation, OrganizationId)} of what is done with a resource in a place. */
    public static ResourceInPlace authorize(ReadTransaction reading, Operation operation, ResourceAt target) {
        return (ResourceInPlace) authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(ReadTransaction, Operation, OrganizationId)} of what is done to a target of any shape. */
    public static ResolvedTarget authorize(ReadTransaction reading, Operation operation, Target target) {
        return authorize(reading, OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(ReadTransaction, Operation, OrganizationId)}, given what the host said about billing. */
    public static ResolvedTarget authorize(ReadTransaction reading, OperationRequest request, BillingAnswer billing) {
        return authorize(reading, request, billing, target -> List.of());
    }

    /**
     * {@link #authorize(ReadTransaction, OperationRequest, BillingAnswer)}, given what else is unmet, such as a name
     * that is taken: found out only for whoever has the permissions, and refused together with the rest.
     */
    public static ResolvedTarget authorize(
            ReadTransaction reading,
            OperationRequest request,
            BillingAnswer billing,
            Function<ResolvedTarget, List<Unmet>> besides) {
        OperationAuthorizer authorizer =
                of(reading, request, billing).orElseThrow(() -> Existence.missing(request.target()));
        Authorization judged = authorizer.judge();
        if (!authorizer.isPermitted()) {
            Decision missing = judged.decisions().stream()
                    .filter(decision -> !decision.allowed())
                    .findFirst()
                    .orElseThrow();
            throw new Forbidden(missing, judged.unmet());
        }
        List<Unmet> unmet = new ArrayList<>(judged.unmet());
        unmet.addAll(besides.apply(authorizer.target));
        if (!unmet.isEmpty()) {
            throw new Refused(unmet);
        }
        if (authorizer.isByInheritance()) {
            reading.exercised(Power.INHERITED_ADMINISTRATION);
        }
        return authorizer.target;
    }

    /**
     * Everything an operation takes and what of it is unmet, for whoever asks beforehand; a target that does not exist
     * for them is told as what is unmet.
     */
    static Authorization answer(ReadTransaction reading, OperationRequest request, BillingAnswer billing) {
        return of(reading, request, billing).map(OperationAuthorizer::judge).orElseGet(() -> {
            Target target = request.target();
            List<Decision> decisions = request.operation().needs().stream()
                    .map(need -> reading.callerGrants()
                            .decide(need.permission(), target, Optional.empty(), reading.revision(), reading.now()))
                    .toList();
            Sentence reason = Sentence.of(target).and(" does not exist");
            return new Authorization(request, reading.revision(), decisions, List.of(new Unmet("ACC-8", reason)));
        });
    }

    /** The account that the host is to be asked about before an operation; none as long as a permission is missing. */
    static Optional<BillingAccountId> accountInQuestion(ReadTransaction reading, OperationRequest request) {
        return of(reading, request, BillingAnswer.NONE)
                .filter(OperationAuthorizer::isPermitted)
                .flatMap(authorizer ->
                        authorizer.request.operation().conditions().contains(Condition.BILLING)
                                ? authorizer.conditions().linkedAccount()
                                : request.account());
    }

    /** Whoever judges a request; nobody, if its target does not exist. */
    private static Optional<OperationAuthorizer> of(
            ReadTransaction reading, OperationRequest request, BillingAnswer billing) {
        checkShape(request);
        return TargetResolver.find(reading, request.target())
                .map(target -> new OperationAuthorizer(reading, request, billing, target));
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

    /**
     * A request to copy, with the operation that it really is: within a community or across, whichever of the two it
     * says (RES-3).
     */
    private static OperationRequest withExactOperation(OperationRequest request, ResolvedTarget target) {
        Operation asked = request.operation();
        if (asked != Operation.COPY_RESOURCE && asked != Operation.COPY_RESOURCE_ACROSS) {
            return request;
        }
        ResourceInPlace copied = (ResourceInPlace) target;
        boolean across = !copied.place()
                .community()
                .id()
                .equals(copied.source().community().id());
        return new OperationRequest(
                across ? Operation.COPY_RESOURCE_ACROSS : Operation.COPY_RESOURCE,
                request.target(),
                request.type(),
                request.unitsPerHour(),
                request.units(),
                request.account());
    }

    /** Whether the caller has all permissions that it takes. */
    private boolean isPermitted() {
        return request.operation().anySuffices()
                ? decisions.stream().anyMatch(Decision::allowed)
                : decisions.stream().allMatch(Decision::allowed);
    }

    /** Whether the caller is permitted by nothing but inherited administration (CHG-5). */
    private boolean isByInheritance() {
        List<Decision> allowed = decisions.stream().filter(Decision::allowed).toList();
        return request.operation().anySuffices()
                ? allowed.stream().allMatch(OperationAuthorizer::isByInheritance)
                : allowed.stream().anyMatch(OperationAuthorizer::isByInheritance);
    }

    private static boolean isByInheritance(Decision decision) {
        return decision.sources().stream()
                .allMatch(source -> source.inheritedFrom().isPresent());
    }

    /** Everything that the operation takes and what of it is unmet, as far as the caller may know. */
    private Authorization judge() {
        if (isPermitted()) {
            return new Authorization(
                    request, reading.revision(), decisions, conditions().unmet());
        }
        List<Decision> missing =
                decisions.stream().filter(decision -> !decision.allowed()).toList();
        if (request.operation().needs().stream().allMatch(this::mayView)) {
            return refusal(request, decisions, missing);
        }
        List<Decision> discreet = List.of(withoutPlaces(missing.get(0)));
        return refusal(asked, discreet, discreet);
    }

    private OperationConditions conditions() {
        return new OperationConditions(reading, request, billing, target);
    }

    private Authorization refusal(OperationRequest judged, List<Decision> shown, List<Decision> missing) {
        return new Authorization(
                judged,
                reading.revision(),
                shown,
                missing.stream()
                        .map(decision -> new Unmet(rule(decision), decision.sentence()))
                        .toList());
    }

    private String rule(Decision refusal) {
        return request.operation() == Operation.CREATE_LINKED_COMMUNITY
                        && refusal.permission().equals(Permission.COMMUNITY_LINK_BILLING)
                ? Condition.ACCOUNT_MAY_BE_USED.rule()
                : request.operation().rule();
    }

    private Decision decide(Permission permission, Path path) {
        return reading.callerGrants()
                .decide(permission, path.target(), Optional.of(path), reading.revision(), reading.now());
    }

    private Path path(Need need) {
        return switch (need.place()) {
            case ORGANIZATION -> Path.of(reading.organizationId());
            case COMMUNITY -> Path.of(place().community());
            case PROJECT -> requireShape(InProject.class, place()).path();
            case SOURCE -> requireShape(ResourceInPlace.class, target).source().path();
        };
    }

    private Place place() {
        return target instanceof ResourceInPlace in ? in.place() : requireShape(Place.class, target);
    }

    private <S extends ResolvedTarget> S requireShape(Class<S> shape, ResolvedTarget resolved) {
        return OperationConditions.requireShape(request, shape, resolved);
    }

    private boolean mayView(Need need) {
        Permission viewing = switch (need.place()) {
            case ORGANIZATION -> Permission.ORGANIZATION_VIEW;
            case COMMUNITY -> Permission.COMMUNITY_VIEW;
            case PROJECT, SOURCE -> Permission.PROJECT_VIEW;
        };
        return reading.callerGrants().allow(viewing, path(need), reading.now());
    }

    /**
     * A refusal that names no place but what was asked about: to which project a resource belongs is not for everyone.
     */
    private Decision withoutPlaces(Decision refusal) {
        Target about = asked.target();
        Target place = about instanceof ResourceAt at ? at.place() : about;
        return Decision.builder()
                .from(refusal)
                .target(about)
                .nearestMissing(refusal.nearestMissing()
                        .filter(grant ->
                                grant.scope().equals(place) || grant.scope().equals(about.organization())))
                .build();
    }

    /**
     * Decides whether the caller may link an account to the community they create, which they do if the role of its
     * administrators permits it, or if a role of theirs at the organization does everywhere (BIL-2).
     */
    private Optional<Decision> linkingWhatIsCreated() {
        Permission linking = Permission.COMMUNITY_LINK_BILLING;
        CompiledPolicy policy = reading.policy();
        if (request.operation() != Operation.CREATE_LINKED_COMMUNITY
                || policy.mask(policy.source().administratorRole()).has(linking.bit())
                || reading.callerGrants().allowInAllStandard(linking, reading.now())) {
            return Optional.empty();
        }
        return Optional.of(decide(linking, Path.of(reading.organizationId())));
    }
}
