package io.github.communities.build.planted.upsidedown.context;

import io.github.communities.build.planted.upsidedown.Id;

public interface Context {
    Id id();
}
