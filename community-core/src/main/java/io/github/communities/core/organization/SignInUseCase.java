package io.github.communities.core.organization;

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
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.NotFound;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.SignIn;
import io.github.communities.spi.record.SubjectRecord;
import java.util.List;
import java.util.Optional;

/** A user signs in: the first time they join the default community, unless they are kept out (DEF-3 to DEF-6). */
public final class SignInUseCase {
    private final Subject user;

    /** Of a user. */
    public SignInUseCase(Subject user) {
        this.user = user;
    }

    /** Signs them in; whoever has done so before writes nothing. */
    public Written<SignIn> run(Transactions transactions, OrganizationId organization) {
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
        boolean member = reading.grants(user).isMember(Path.of(team, true), reading.now());
        return Optional.of(outcome(reading, member ? SignIn.Outcome.MEMBER : SignIn.Outcome.KEPT_OUT));
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
        return outcome(writing, SignIn.Outcome.JOINED);
    }

    private SubjectRecord record(ReadTransaction reading) {
        return reading.presence().find(user).orElseThrow(() -> new NotFound("DEF-5", "user", user.toString()));
    }

    private static SignIn outcome(ReadTransaction reading, SignIn.Outcome outcome) {
        CommunityId team = reading.organization().defaultCommunity();
        return new SignIn(CommunityValues.of(reading.existence().community(team)), outcome);
    }
}
