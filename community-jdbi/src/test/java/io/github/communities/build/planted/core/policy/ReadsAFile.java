package io.github.communities.build.planted.core.policy;

import java.nio.file.Path;

interface ReadsAFile {
    boolean decide(Path file);
}
