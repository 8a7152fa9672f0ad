package io.github.communities.build.planted.upsidedown;

import io.github.communities.build.planted.upsidedown.context.Context;

public interface Communities {
    Context context();
}
