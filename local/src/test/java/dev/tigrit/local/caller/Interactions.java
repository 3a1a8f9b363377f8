package dev.tigrit.local.caller;

import dev.tigrit.local.launcher.LocalSystem;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The bot's rows, read past every program of ours. */
final class Interactions {

    private Interactions() {}

    /** The update numbers of a person, in the order of writing. */
    static List<Long> of(LocalSystem system, long person) throws IOException {
        var url = "jdbc:postgresql://localhost:" + system.ports().of("postgres") + "/tigrit";
        try (var connection = DriverManager.getConnection(
                        url, "tigrit_bot", system.keys().databasePassword());
                var statement = connection.prepareStatement(
                        "SELECT update_id FROM tigrit.tigrit_interactions WHERE user_id = ? ORDER BY id")) {
            statement.setString(1, Long.toString(person));
            var found = new ArrayList<Long>();
            for (var rows = statement.executeQuery(); rows.next(); ) {
                found.add(rows.getLong(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
