package io.github.communities.build.planted.tck;

import io.github.communities.internal.Shown;

interface SeesInternals {
    Class<Shown> shown();
}
