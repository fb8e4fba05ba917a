package ai.eigi.simulator.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that uses the client, as a user would write it.
 */
@SpringBootApplication
class TestApplication {

}
