package io.github.communities.build.planted.core.policy;

import io.github.communities.spi.StoreReader;

interface AsksTheStore {
    boolean decide(StoreReader reader);
}
