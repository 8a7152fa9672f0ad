package io.github.communities.build.planted.unmarked;

interface Unmarked {}
