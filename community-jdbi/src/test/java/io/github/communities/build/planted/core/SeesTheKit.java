package io.github.communities.build.planted.core;

import io.github.communities.tck.rule.Rule;

@Rule("X-1")
interface SeesTheKit {}
