package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** The settings of sessions, on PostgreSQL. */
@StoreName("postgresql")
class PostgresSettingTest extends SettingRules {
    @Override
    SqlFixture fixture() {
        return ServerFixture.migrated(PostgresServer.only());
    }

    @Override
    SqlFixture empty() {
        return ServerFixture.empty(PostgresServer.only());
    }

    @Override
    List<Setting> harmlessOnes() {
        return harmless().toList();
    }

    /** By default the driver itself closes a connection whose encoding is changed. */
    @Override
    JdbcConnectionPool pool(SqlFixture fixture) {
        return PostgresServer.only().pool(((ServerFixture) fixture).name(), "allowEncodingChanges=true");
    }

    static List<Setting> unfit() {
        return List.of(new Setting("set client_encoding = 'latin1'", "set client_encoding = 'utf8'", "LATIN1"));
    }

    static Stream<Setting> harmless() {
        return Stream.of(
                        "set standard_conforming_strings = off",
                        "set array_nulls = off",
                        "set transform_null_equals = on",
                        "set timezone = 'Asia/Tokyo'",
                        "set lc_messages = 'C'",
                        "set enable_indexscan = off",
                        "set plan_cache_mode = force_generic_plan",
                        "set bytea_output = 'escape'",
                        "set synchronous_commit = off",
                        "set default_transaction_deferrable = on")
                .map(Setting::harmless);
    }
}
