package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

@StoreName("mariadb")
class MariaDbStoppedTest extends StoppedServerRules {
    @Override
    Server server(Path data) {
        return new Restartable(MariaDbServer.in(data));
    }

    private record Restartable(MariaDbServer server) implements Server {
        @Override
        public DataSource connections() {
            try {
                return new MariaDbDataSource(server.url("test"));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void start() {
            server.start();
        }

        @Override
        public void kill() {
            server.kill();
        }

        @Override
        public void close() {
            server.stop();
        }
    }
}
