package io.github.communities.build.planted.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class StartsAPool {
    private StartsAPool() {}

    static ExecutorService pool() {
        return Executors.newCachedThreadPool();
    }
}
