package ai.eigi.example.servlet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The application. It talks to an embedded server, unless it is started with
 * {@code --eigi.simulator.enabled=false} and a key.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ServletApplication {

	/**
	 * Start the application.
	 * @param args command line arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ServletApplication.class, args);
	}

}
