package io.github.communities.build.planted.core;

import io.github.communities.tck.Rule;

@Rule("X-1")
interface SeesTheKit {}
