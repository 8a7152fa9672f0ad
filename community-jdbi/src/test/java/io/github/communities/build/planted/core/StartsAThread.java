package io.github.communities.build.planted.core;

final class StartsAThread {
    private StartsAThread() {}

    static void start(Runnable work) {
        new Thread(work).start();
    }
}
