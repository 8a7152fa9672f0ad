package io.github.communities.build.planted.jdbi;

import io.github.communities.internal.Shown;

interface SeesInternals {
    Class<Shown> shown();
}
