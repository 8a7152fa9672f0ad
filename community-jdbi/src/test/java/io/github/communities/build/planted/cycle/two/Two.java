package io.github.communities.build.planted.cycle.two;

import io.github.communities.build.planted.cycle.one.One;

public interface Two {
    One one();
}
