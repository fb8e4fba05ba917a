package ai.eigi.example.batch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Runs the job and ends. It talks to an embedded server, unless it is started with
 * {@code --eigi.simulator.enabled=false} and a key.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BatchApplication {

	/**
	 * Run the job and end with its exit code: 0 if it completed.
	 * @param args command line arguments
	 */
	public static void main(String[] args) {
		System.exit(SpringApplication.exit(SpringApplication.run(BatchApplication.class, args)));
	}

}
