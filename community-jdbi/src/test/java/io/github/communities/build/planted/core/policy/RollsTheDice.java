package io.github.communities.build.planted.core.policy;

import java.util.UUID;

final class RollsTheDice {
    private RollsTheDice() {}

    static UUID id() {
        return UUID.randomUUID();
    }
}
