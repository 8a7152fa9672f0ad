package io.github.communities.tck.property;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.tck.model.Model;
import io.github.communities.tck.model.Scene;
import java.util.stream.Stream;

/** What a program has come to after one of its steps. Of use until the next. */
public final class State {
    private final Scene scene;

    State(Scene scene) {
        this.scene = scene;
    }

    /** The engine, to ask whatever there is to ask. */
    public Communities node() {
        return scene.node();
    }

    /** The organization that the program is about. */
    public OrganizationId organization() {
        return Model.ACME;
    }

    /** Everyone at every scope there ever was. */
    public Stream<Person> people() {
        return Person.everyone(scene);
    }
}
