package io.github.communities.core.invitation;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.member.Authority;
import io.github.communities.core.member.Expiry;
import io.github.communities.core.member.PendingInvitations;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.policy.GrantPeriod;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.internal.Arguments;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The invitations service: links and personal invitations to communities. */
public final class InvitationService implements Invitations {
    private final Transactions transactions;
    private final Tokens tokens = new Tokens();

    /** Over transactions. */
    public InvitationService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<InvitationLink> createLink(Caller caller, CommunityId community, NewLink link) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        check(Arguments.required("link", link).role(), link.expiresAt());
        String secret = tokens.secret();
        return transactions.write(caller, community, writing -> {
            GrantPeriod period = mayInvite(writing, community, link.role());
            InvitationRecord invitation = made(writing, InvitationId.of(writing.organizationId(), writing.newId()))
                    .community(community)
                    .role(link.role())
                    .tokenHash(Tokens.hash(secret))
                    .expiresAt(period.limit(Expiry.check(link.expiresAt(), writing.now())))
                    .maxUses(link.maxUses().map(Integer::longValue))
                    .uses(0)
                    .build();
            writing.insert(invitation);
            noteMade(writing, ChangeKind.INVITATION_CREATED, invitation);
            return new InvitationLink(value(invitation), Tokens.token(invitation.id(), secret));
        });
    }

    @Override
    public Written<InvitationLink> reset(Caller caller, InvitationId link) {
        Arguments.required("caller", caller);
        Arguments.required("invitation id", link);
        String secret = tokens.secret();
        return transactions.write(caller, writing -> {
            InvitationRecord before = pendingLink(writing, link).orElseThrow(() -> noLink(link.toString()));
            GrantPeriod period = mayInviteAnew(writing, before);
            InvitationRecord after = made(writing, before)
                    .tokenHash(Tokens.hash(secret))
                    .expiresAt(period.limit(before.expiresAt()))
                    .build();
            writing.update(after);
            noteMade(writing, ChangeKind.INVITATION_RESET, after);
            return new InvitationLink(value(after), Tokens.token(link, secret));
        });
    }

    @Override
    public Written<Optional<Invitation>> invite(Caller caller, CommunityId community, NewPersonal invitation) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        check(Arguments.required("invitation", invitation).role(), invitation.expiresAt());
        return transactions.write(caller, community, writing -> {
            GrantPeriod period = mayInvite(writing, community, invitation.role());
            Subject recipient = invitation.recipient();
            Optional<InvitationRecord> known = PendingInvitations.to(writing, recipient).stream()
                    .filter(other ->
                            other.community().equals(community) && other.role().equals(invitation.role()))
                    .findFirst();
            InvitationRecord sent = known.map(before -> made(writing, before))
                    .orElseGet(() -> made(writing, InvitationId.of(writing.organizationId(), writing.newId())))
                    .community(community)
                    .role(invitation.role())
                    .recipient(recipient)
                    .expiresAt(period.limit(
                            Expiry.check(invitation.expiresAt(), writing.now()).or(() -> lifetime(writing))))
                    .maxUses(1L)
                    .uses(0)
                    .build();
            if (AcceptUseCase.held(writing, sent).isPresent()) {
                return Optional.empty();
            }
            boolean pending = known.isPresent()
                    && !PendingInvitations.among(writing, List.of(known.get())).isEmpty();
            if (known.isPresent()) {
                writing.update(sent);
            } else {
                writing.insert(sent);
            }
            noteMade(writing, pending ? ChangeKind.INVITATION_RESET : ChangeKind.INVITATION_CREATED, sent);
            return Optional.of(value(sent));
        });
    }

    @Override
    public Written<Invitation> sendAnew(Caller caller, InvitationId invitation) {
        Arguments.required("caller", caller);
        Arguments.required("invitation id", invitation);
        return transactions.write(caller, writing -> {
            InvitationRecord before = valid(writing, invitation)
                    .filter(found -> found.recipient().isPresent() && found.uses() == 0)
                    .orElseThrow(() -> noPersonal(invitation));
            GrantPeriod period = mayInviteAnew(writing, before);
            if (AcceptUseCase.held(writing, before).isPresent()) {
                return value(before);
            }
            InvitationRecord after = made(writing, before)
                    .expiresAt(period.limit(lifetime(writing)))
                    .build();
            writing.update(after);
            noteMade(writing, ChangeKind.INVITATION_RESET, after);
            return value(after);
        });
    }

    @Override
    public Written<InvitationId> cancel(Caller caller, InvitationId invitation) {
        Arguments.required("caller", caller);
        Arguments.required("invitation id", invitation);
        return transactions.write(caller, writing -> {
            NotFound none = noLink(invitation.toString());
            stored(writing, invitation, none).ifPresent(found -> {
                OperationAuthorizer.authorize(writing, Operation.INVITE, found.community());
                endIfOpen(writing, found);
            });
            return invitation;
        });
    }

    @Override
    public Written<Acceptance> accept(Caller caller, InvitationToken token) {
        checkUser(caller, "INV-1");
        Arguments.required("invitation token", token);
        return transactions.write(caller, writing -> {
            NotFound none = noLink("(not shown)");
            return Tokens.link(writing.organizationId(), token)
                    .flatMap(id -> validLink(writing, id))
                    .filter(link -> Tokens.matches(token, link.tokenHash().orElse("")))
                    .map(link -> new AcceptUseCase(writing, link).accept(none))
                    .orElseThrow(() -> none);
        });
    }

    @Override
    public Written<Acceptance> accept(Caller caller, InvitationId invitation) {
        checkUser(caller, "INV-5");
        Arguments.required("invitation id", invitation);
        return transactions.write(caller, writing -> {
            NotFound none = noPersonal(invitation);
            return valid(writing, invitation)
                    .filter(found -> found.recipient().equals(Optional.of(writing.principal())))
                    .map(found -> new AcceptUseCase(writing, found).accept(none))
                    .orElseThrow(() -> none);
        });
    }

    @Override
    public Written<InvitationId> decline(Caller caller, InvitationId invitation) {
        checkUser(caller, "INV-5");
        Arguments.required("invitation id", invitation);
        return transactions.write(caller, writing -> {
            NotFound none = noPersonal(invitation);
            stored(writing, invitation, none).ifPresent(found -> {
                if (!found.recipient().equals(Optional.of(writing.principal()))) {
                    throw none;
                }
                endIfOpen(writing, found);
            });
            return invitation;
        });
    }

    @Override
    public Page<Invitation> pending(Caller caller, CommunityId community, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        Pages<InvitationRecord> pages = new Pages<>(
                RecordRange.of(Index.INVITATIONS_TO_COMMUNITY).under(community.value()),
                new Cursor(List.of(Part.ID), "invitations", community),
                page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.INVITE, community);
            return pages.read(reading, some -> PendingInvitations.among(reading, some), InvitationService::value);
        });
    }

    @Override
    public Page<Invitation> mine(Caller caller, PageRequest page) {
        Subject principal = Arguments.required("caller", caller).principal();
        Pages<InvitationRecord> pages = new Pages<>(
                RecordRange.invitationsOf(principal),
                new Cursor(List.of(Part.ID), "my invitations", caller.organization(), principal),
                page);
        return transactions.read(caller, reading -> {
            return pages.read(reading, some -> PendingInvitations.among(reading, some), InvitationService::value);
        });
    }

    private void check(Role role, Optional<Instant> expiresAt) {
        transactions.policy().checkBindable(role, ScopeKind.COMMUNITY);
        Expiry.check(expiresAt, transactions.now());
    }

    private static void checkUser(Caller caller, String rule) {
        if (!Arguments.required("caller", caller).principal().isUser()) {
            throw new InvalidInput("caller", caller.principal().toString(), rule, "must be a user");
        }
    }

    /** Lets the caller invite to a role, for as long as the period says, or refuses (MEM-1, MEM-3). */
    private static GrantPeriod mayInvite(WriteTransaction writing, CommunityId community, Role role) {
        return new Authority(
                        writing,
                        OperationAuthorizer.authorize(writing, Operation.INVITE, community)
                                .path())
                .requireInvite(role);
    }

    private static GrantPeriod mayInviteAnew(WriteTransaction writing, InvitationRecord before) {
        GrantPeriod period = mayInvite(writing, before.community(), before.role());
        AcceptUseCase.checkRole(writing, before);
        return period;
    }

    private static InvitationRecord.Builder made(WriteTransaction writing, InvitationId id) {
        return InvitationRecord.builder()
                .id(id)
                .inviter(writing.principal())
                .createdAt(writing.now())
                .revision(writing.next());
    }

    private static InvitationRecord.Builder made(WriteTransaction writing, InvitationRecord before) {
        return InvitationRecord.builder()
                .from(before)
                .inviter(writing.principal())
                .createdAt(writing.now())
                .revision(writing.next());
    }

    private static Optional<Instant> lifetime(WriteTransaction writing) {
        return Optional.of(writing.now().plus(writing.policy().source().invitationLifetime()));
    }

    private static Optional<InvitationRecord> valid(ReadTransaction reading, InvitationId id) {
        return id.organization().equals(reading.organizationId())
                ? PendingInvitations.valid(
                                reading,
                                reading.find(RecordKind.invitation(id)).stream().toList())
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    /**
     * What is gone is no fault of who cancels or declines it; what is another organization's never was here (ACC-8).
     */
    private static Optional<InvitationRecord> stored(ReadTransaction reading, InvitationId id, NotFound otherwise) {
        if (!id.organization().equals(reading.organizationId())) {
            throw otherwise;
        }
        return valid(reading, id);
    }

    private static Optional<InvitationRecord> validLink(ReadTransaction reading, InvitationId id) {
        return valid(reading, id).filter(invitation -> invitation.recipient().isEmpty());
    }

    private static Optional<InvitationRecord> pendingLink(ReadTransaction reading, InvitationId id) {
        return validLink(reading, id).filter(invitation -> PendingInvitations.isOpen(reading, invitation));
    }

    private static void endIfOpen(WriteTransaction writing, InvitationRecord invitation) {
        if (PendingInvitations.isOpen(writing, invitation)) {
            writing.delete(List.of(invitation.key()));
            writing.tell(PendingInvitations.ended(invitation));
        }
    }

    /** Tells that an invitation was made, and keeps when, since whoever is removed after it is removed anew (INV-4). */
    private static void noteMade(WriteTransaction writing, ChangeKind kind, InvitationRecord invitation) {
        writing.update(CommunityRecord.builder()
                .from(writing.existence().community(invitation.community()))
                .invitedIn(invitation.revision())
                .build());
        writing.tell(PendingInvitations.change(kind, invitation).to(PendingInvitations.attributes(invitation)));
    }

    /** That there is no such link. */
    private static NotFound noLink(String id) {
        return new NotFound("INV-1", "invitation", id);
    }

    private static NotFound noPersonal(InvitationId id) {
        return new NotFound("INV-5", "invitation", id.toString());
    }

    private static Invitation value(InvitationRecord invitation) {
        return Invitation.builder()
                .id(invitation.id())
                .community(invitation.community())
                .role(invitation.role())
                .recipient(invitation.recipient())
                .inviter(invitation.inviter())
                .createdAt(invitation.createdAt())
                .expiresAt(invitation.expiresAt())
                .usesLeft(invitation.maxUses().map(most -> Math.toIntExact(most - invitation.uses())))
                .build();
    }
}
