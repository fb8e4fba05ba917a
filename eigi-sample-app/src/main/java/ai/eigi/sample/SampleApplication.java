package ai.eigi.sample;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.util.StringUtils;

/**
 * The sample. With {@code EIGI_API_KEY} in the environment it talks to eigi.ai, without
 * it to a simulator of its own: {@code application-simulator.yml}.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

	/**
	 * Start the application.
	 * @param args command line arguments
	 */
	public static void main(String[] args) {
		application(System.getenv("EIGI_API_KEY")).run(args);
	}

	static SpringApplication application(@Nullable String apiKey) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		if (!StringUtils.hasText(apiKey)) {
			application.setAdditionalProfiles("simulator");
		}
		return application;
	}

}
