package io.github.communities.build.planted.tck;


interface SeesInternals {
    Class<Text> text();
}
