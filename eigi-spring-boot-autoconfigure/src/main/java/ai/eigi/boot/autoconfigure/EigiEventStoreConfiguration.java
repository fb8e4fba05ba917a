package ai.eigi.boot.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import ai.eigi.boot.autoconfigure.EigiEventStoreProperties.InitializeSchema;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.webhook.ConversationEventStore;
import ai.eigi.webhook.FileConversationEventStore;
import ai.eigi.webhook.InMemoryConversationEventStore;
import ai.eigi.webhook.JdbcConversationEventStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The store that the properties choose, where the application brings none.
 */
final class EigiEventStoreConfiguration {

	private static final String TYPE = "eigi.webhook.store.type";

	private EigiEventStoreConfiguration() {
	}

	private static DataSource dataSource(ObjectProvider<DataSource> dataSource) {
		DataSource found = dataSource.getIfUnique();
		if (found == null) {
			boolean several = dataSource.stream().findAny().isPresent();
			throw new EigiConfigurationException(TYPE,
					TYPE + " is jdbc, and the application has "
							+ (several ? "several DataSources, none of them primary." : "no DataSource."),
					several ? "Define a JdbcConversationEventStore bean with the one to use."
							: "Configure spring.datasource.url, or set " + TYPE + " to file or memory.");
		}
		return found;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ConversationEventStore.class)
	@ConditionalOnProperty(name = TYPE, havingValue = "memory", matchIfMissing = true)
	static class Memory {

		@Bean
		InMemoryConversationEventStore eigiConversationEventStore() {
			return new InMemoryConversationEventStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ConversationEventStore.class)
	@ConditionalOnProperty(name = TYPE, havingValue = "file")
	static class File {

		@Bean
		FileConversationEventStore eigiConversationEventStore(EigiEventStoreProperties properties) {
			Path file = properties.getFile();
			if (file == null || file.toString().isBlank()) {
				throw new EigiConfigurationException("eigi.webhook.store.file",
						TYPE + " is file, and eigi.webhook.store.file is not set.",
						"Set eigi.webhook.store.file to a file on a disk that outlives the application.");
			}
			return new FileConversationEventStore(file);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ConversationEventStore.class)
	@ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
	@ConditionalOnClass(JdbcClient.class)
	static class Jdbc {

		@Bean
		@DependsOnDatabaseInitialization
		JdbcConversationEventStore eigiConversationEventStore(ObjectProvider<DataSource> dataSource) {
			JdbcConversationEventStore store = new JdbcConversationEventStore(dataSource(dataSource));
			store.checkSchema();
			return store;
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
		static class Schema {

			@Bean
			@ConditionalOnMissingBean
			EventStoreSchemaInitializer eigiEventStoreSchemaInitializer(ObjectProvider<DataSource> dataSource,
					EigiEventStoreProperties properties) {
				return new EventStoreSchemaInitializer(dataSource(dataSource), properties.getInitializeSchema());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
		static class NoSchema {

			NoSchema(EigiEventStoreProperties properties) {
				if (properties.getInitializeSchema() == InitializeSchema.ALWAYS) {
					throw new EigiConfigurationException("eigi.webhook.store.initialize-schema",
							"eigi.webhook.store.initialize-schema is always, and spring-boot-jdbc is not on the class path.",
							"Add spring-boot-starter-jdbc, or make the tables with classpath:ai/eigi/webhook/schema.sql.");
				}
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ConversationEventStore.class)
	@ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
	@ConditionalOnMissingClass("org.springframework.jdbc.core.simple.JdbcClient")
	static class JdbcMissing {

		@Bean
		ConversationEventStore eigiConversationEventStore() {
			throw new EigiConfigurationException(TYPE, TYPE + " is jdbc, and spring-jdbc is not on the class path.",
					"Add spring-boot-starter-jdbc, or set " + TYPE + " to file or memory.");
		}

	}

}
