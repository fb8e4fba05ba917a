package ai.eigi.example.commandline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The command. It talks to an embedded server, unless it is started with
 * {@code --eigi.simulator.enabled=false} and a key.
 */
@SpringBootApplication
public class CommandLineApplication {

	/**
	 * Run the command and end with its exit code. No thread of the client keeps the
	 * process alive.
	 * @param args the message, and options of Spring Boot
	 */
	public static void main(String[] args) {
		System.exit(SpringApplication.exit(SpringApplication.run(CommandLineApplication.class, args)));
	}

}
