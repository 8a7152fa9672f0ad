package io.github.communities.core.organization;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.community.CommunityValues;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.Departures;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.NotFound;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.SignIn;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.spi.record.TargetRecords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A user signs in: the first time they join the default community, unless they are kept out (DEF-3 to DEF-6). */
public final class SignInUseCase {
    private final Subject user;

    /** Of a user. */
    public SignInUseCase(Subject user) {
        this.user = user;
    }

    /**
     * Signs them in; whoever has done so before writes nothing, and takes no lock.
     *
     * @param teams the default communities as far as they are known, so that what is known of one is read with the rest
     */
    public Written<SignIn> run(
            Transactions transactions, OrganizationId organization, Cache<OrganizationId, CommunityId> teams) {
        if (transactions.hasDirectory()) {
            return inTransactions(transactions, organization);
        }
        Optional<CommunityId> remembered = Optional.ofNullable(teams.getIfPresent(organization));
        JointRecords found = transactions.jointRecords(
                organization,
                user,
                remembered.map(RecordKind::community).stream().toList());
        PrincipalRecords known = found.principal();
        SubjectRecord record = known.subjects().stream()
                .filter(each -> each.subject().equals(user) && each.present())
                .findFirst()
                .orElseThrow(this::missing);
        CommunityId current = known.organization().defaultCommunity();
        if (remembered.filter(current::equals).isEmpty()) {
            teams.put(organization, current);
        }
        if (!record.signedIn()) {
            return write(transactions, organization, current);
        }
        Optional<CommunityRecord> community = found.keys().isEmpty()
                ? community(transactions, known, current)
                : found.records().stream()
                        .map(CommunityRecord.class::cast)
                        .filter(each -> each.id().equals(current))
                        .findFirst();
        Grants grants = Grants.of(transactions.policy(), user, known);
        return community
                .map(each -> new SignIn(CommunityValues.of(each), outcome(grants, current, transactions.now())))
                .map(later -> new Written<>(later, known.revision(), false))
                .orElseGet(() -> inTransactions(transactions, organization));
    }

    /** The default community, unless something was written since the rest was read. */
    private static Optional<CommunityRecord> community(
            Transactions transactions, PrincipalRecords known, CommunityId team) {
        TargetRecords found = transactions.targetRecords(team.organization(), List.of(team));
        return found.revision().equals(known.revision())
                ? found.communities().stream().findFirst()
                : Optional.empty();
    }

    /** Writes a first sign-in, and reads at once what that takes. */
    private Written<SignIn> write(Transactions transactions, OrganizationId organization, CommunityId team) {
        Role role = transactions.policy().source().firstSignInRole();
        return transactions.writeAsHost(
                organization,
                user,
                List.of(
                        RecordKind.community(team),
                        RecordKind.departure(team, user),
                        RecordKind.binding(team, user, role)),
                this::first);
    }

    /** The same with a directory, and where what is asked for one after the other is not of one state. */
    private Written<SignIn> inTransactions(Transactions transactions, OrganizationId organization) {
        Written<Optional<SignIn>> later = transactions.readAsHost(
                organization, reading -> new Written<>(later(reading), reading.revision(), false));
        return later.value().isPresent()
                ? later.map(Optional::orElseThrow)
                : transactions.writeAsHost(organization, this::first);
    }

    /** What a sign-in comes to that writes nothing; empty if this is the first and they are to join. */
    private Optional<SignIn> later(ReadTransaction reading) {
        SubjectRecord record = record(reading);
        CommunityId team = reading.organization().defaultCommunity();
        if (!record.signedIn() && !Departures.keptOut(reading, team, record)) {
            return Optional.empty();
        }
        return Optional.of(made(reading, outcome(reading.grants(user), team, reading.now())));
    }

    /** The first sign-in, unless somebody was faster. */
    private SignIn first(WriteTransaction writing) {
        Optional<SignIn> later = later(writing);
        if (later.isPresent()) {
            return later.get();
        }
        CommunityId team = writing.organization().defaultCommunity();
        writing.update(
                SubjectRecord.builder().from(record(writing)).signedIn(true).build());
        writing.tell(
                Change.of(ChangeKind.USER_SIGNED_IN, writing.organizationId()).about(user));
        Role role = writing.policy().source().firstSignInRole();
        Bindings.add(writing, Bindings.made(writing, Path.of(team, true), NewBinding.of(user, role), Optional.empty()))
                .ifPresent(added -> writing.touchBindings(List.of(team)));
        return made(writing, SignIn.Outcome.JOINED);
    }

    private SubjectRecord record(ReadTransaction reading) {
        return reading.presence().find(user).orElseThrow(this::missing);
    }

    private NotFound missing() {
        return new NotFound("DEF-5", "user", user.toString());
    }

    /** What it comes to for someone who does not join now. */
    private static SignIn.Outcome outcome(Grants grants, CommunityId team, Instant now) {
        return grants.isMember(Path.of(team, true), now) ? SignIn.Outcome.MEMBER : SignIn.Outcome.KEPT_OUT;
    }

    private static SignIn made(ReadTransaction reading, SignIn.Outcome outcome) {
        CommunityId team = reading.organization().defaultCommunity();
        return new SignIn(CommunityValues.of(reading.existence().community(team)), outcome);
    }
}
