package io.github.communities.tck.domain.project;

import io.github.communities.Labels;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.Map;
import java.util.function.Supplier;

/** What the suites about resources begin with: Photos, to be created in the project Litter. */
public abstract class PhotoRules extends FreeRules {
    static final NewResource PHOTOS = NewResource.of("dataset", "Photos");

    /** Rules on storages of this kind. */
    protected PhotoRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    Written<Resource> create(Subject caller, NewResource resource) {
        return node.resources().create(as(caller), litter, resource);
    }

    static Labels labels(String key, String value) {
        return Labels.of(Map.of(key, value));
    }
}
