package ai.eigi.boot.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import ai.eigi.boot.autoconfigure.EigiEventStoreProperties.InitializeSchema;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Makes the tables of the event store, after the application's own migrations.
 */
class EventStoreSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	static final String SCHEMA = "classpath:ai/eigi/webhook/schema.sql";

	EventStoreSchemaInitializer(DataSource dataSource, InitializeSchema initializeSchema) {
		super(dataSource, settings(initializeSchema));
	}

	private static DatabaseInitializationSettings settings(InitializeSchema initializeSchema) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of(SCHEMA));
		settings.setMode(DatabaseInitializationMode.valueOf(initializeSchema.name()));
		// not every database can make a table only if it is not there; the store checks
		// that it is
		settings.setContinueOnError(true);
		return settings;
	}

}
