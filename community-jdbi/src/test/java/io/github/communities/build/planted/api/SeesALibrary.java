package io.github.communities.build.planted.api;

import com.github.benmanes.caffeine.cache.Cache;

interface SeesALibrary {
    Cache<String, String> cache();
}
