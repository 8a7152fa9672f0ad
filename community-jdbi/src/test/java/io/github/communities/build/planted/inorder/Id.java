package io.github.communities.build.planted.inorder;

public interface Id {}
