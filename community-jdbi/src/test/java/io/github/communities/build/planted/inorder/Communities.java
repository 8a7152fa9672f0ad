package io.github.communities.build.planted.inorder;

import io.github.communities.build.planted.inorder.context.Context;

public interface Communities {
    Context context();
}
