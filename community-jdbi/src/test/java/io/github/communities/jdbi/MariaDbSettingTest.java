package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import java.util.List;
import java.util.stream.Stream;

/** The settings of sessions, on MariaDB. */
@StoreName("mariadb")
class MariaDbSettingTest extends SettingRules {
    @Override
    SqlFixture fixture() {
        return ServerFixture.migrated(MariaDbServer.only());
    }

    @Override
    SqlFixture empty() {
        return ServerFixture.empty(MariaDbServer.only());
    }

    @Override
    List<Setting> harmlessOnes() {
        return harmless().toList();
    }

    static List<Setting> unfit() {
        return List.of(
                new Setting(
                        "set collation_connection = 'utf8mb3_unicode_ci'",
                        "set names utf8mb4",
                        "collation_connection=utf8mb3_unicode_ci"),
                new Setting("set character_set_results = 'ascii'", "set names utf8mb4", "character_set_results=ascii"),
                new Setting("set sql_select_limit = 3", "set sql_select_limit = default", "sql_select_limit"),
                new Setting("set sql_mode = ''", "set sql_mode = default", "STRICT_TRANS_TABLES"),
                new Setting(
                        "set sql_mode = 'STRICT_ALL_TABLES,EMPTY_STRING_IS_NULL'",
                        "set sql_mode = default",
                        "EMPTY_STRING_IS_NULL"),
                new Setting("set unique_checks = 0", "set unique_checks = 1", "unique_checks"));
    }

    static Stream<Setting> harmless() {
        return Stream.of(
                        "set collation_connection = 'utf8mb4_german2_ci'",
                        "set names utf8mb4 collate utf8mb4_bin",
                        "set sql_mode = 'STRICT_TRANS_TABLES,ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'",
                        "set sql_mode ="
                                + " 'STRICT_ALL_TABLES,PAD_CHAR_TO_FULL_LENGTH,HIGH_NOT_PRECEDENCE,ONLY_FULL_GROUP_BY,NO_ZERO_DATE'",
                        "set time_zone = '+05:00'",
                        "set sql_auto_is_null = 1",
                        "set sql_safe_updates = 1",
                        "set max_sort_length = 64",
                        "set group_concat_max_len = 8",
                        "set div_precision_increment = 0",
                        "set foreign_key_checks = 0",
                        "set completion_type = 'CHAIN'",
                        "set optimizer_switch = 'index_merge=off'")
                .map(Setting::harmless);
    }
}
