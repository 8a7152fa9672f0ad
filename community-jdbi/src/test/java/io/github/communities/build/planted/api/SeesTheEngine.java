package io.github.communities.build.planted.api;

import io.github.communities.core.CommunityEngine;

interface SeesTheEngine {
    CommunityEngine engine();
}
