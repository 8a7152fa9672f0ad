package io.github.communities.build.planted.jdbi;

import io.github.communities.internal.Text;

interface SeesInternals {
    Class<Text> text();
}
