package io.github.communities.build.planted.core.policy;

import java.time.Clock;

interface SeesAClock {
    boolean decide(Clock clock);
}
