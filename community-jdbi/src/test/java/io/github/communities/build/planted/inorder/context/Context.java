package io.github.communities.build.planted.inorder.context;

import io.github.communities.build.planted.inorder.Id;

public interface Context {
    Id id();
}
