package io.github.communities.build.planted.api;

import io.github.communities.invitation.InvitationToken;

record HoldsAToken(InvitationToken token) {}
