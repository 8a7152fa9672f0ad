package io.github.communities.build.planted.cycle.one;

import io.github.communities.build.planted.cycle.two.Two;

public interface One {
    Two two();
}
