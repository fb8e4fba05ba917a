package ai.eigi.client.transport;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads of a client that is closed.
 */
class TransportResourcesTests {

	@Test
	void requestThatMeetsTheClosingStartsNoThreads() {
		TransportResources resources = new TransportResources("late", Duration.ofSeconds(1));
		resources.close();
		assertThat(resources.loops().onClient(true).isShuttingDown()).isTrue();
		assertThat(resources.loops().onClient(false).isShuttingDown()).isTrue();
		assertThat(resources.loops().isDisposed()).isTrue();
	}

}
