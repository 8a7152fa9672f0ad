package io.github.communities.build.planted.names;

interface SomeUtils {}
