package ai.eigi.boot.autoconfigure;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the store that remembers which conversation events were published.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.webhook.store")
public class EigiEventStoreProperties {

	/**
	 * Where it is remembered which conversation events were published, and how far the
	 * sweep has looked.
	 */
	private Type type = Type.MEMORY;

	/**
	 * File to remember it in when the type is "file". Each running application needs its
	 * own.
	 */
	private @Nullable Path file;

	/**
	 * Whether the tables are made at start when the type is "jdbc". Needs the module
	 * spring-boot-jdbc.
	 */
	private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public @Nullable Path getFile() {
		return this.file;
	}

	public void setFile(@Nullable Path file) {
		this.file = file;
	}

	public InitializeSchema getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(InitializeSchema initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	/**
	 * Kinds of store.
	 */
	public enum Type {

		/**
		 * Until the application ends.
		 */
		MEMORY,

		/**
		 * A file, for one instance that restarts.
		 */
		FILE,

		/**
		 * The application's database, for one instance or several.
		 */
		JDBC

	}

	/**
	 * When the tables are made. The names are those of Boot's
	 * {@code DatabaseInitializationMode}, whose module need not be there.
	 */
	public enum InitializeSchema {

		/**
		 * At every start, where they are not there.
		 */
		ALWAYS,

		/**
		 * In an embedded database.
		 */
		EMBEDDED,

		/**
		 * By the application's own migrations.
		 */
		NEVER

	}

}
