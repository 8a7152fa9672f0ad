package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import java.util.List;
import java.util.stream.Stream;

/** The settings of sessions, on H2. */
@StoreName("h2")
class H2SettingTest extends SettingRules {
    @Override
    SqlFixture fixture() {
        return H2Fixture.migrated();
    }

    @Override
    SqlFixture empty() {
        return H2Fixture.inMemory();
    }

    @Override
    List<Setting> harmlessOnes() {
        return harmless().toList();
    }

    static List<Setting> unfit() {
        return List.of(new Setting("set mode oracle", "set mode regular", "Oracle mode"));
    }

    static Stream<Setting> harmless() {
        return Stream.of(
                        "set time zone '+05:00'",
                        "set lock_timeout 5",
                        "set lazy_query_execution 1",
                        "set query_timeout 60000",
                        "set ignorecase true",
                        "set default_null_ordering high",
                        "set non_keywords value")
                .map(Setting::harmless);
    }
}
