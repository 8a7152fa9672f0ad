package io.github.communities.build.planted.tck;

import io.github.communities.internal.Text;

interface SeesInternals {
    Class<Text> text();
}
