package io.github.communities.build.planted.jdbi;


interface SeesInternals {
    Class<Text> text();
}
