package ai.eigi.client.testsupport;

import java.io.FileInputStream;
import java.time.Duration;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The guards bite.
 */
class GuardsTests {

	@Test
	void blockingWhereItIsForbiddenIsCaught() {
		assertThatThrownBy(() -> Mono.fromCallable(() -> {
			try (FileInputStream in = new FileInputStream("/dev/zero")) {
				return in.read();
			}
		}).subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(10)))
			.hasRootCauseInstanceOf(BlockingOperationError.class);
	}

	@Test
	void aBufferThatIsNotReleasedIsCaught() {
		NettyLeaks.collect().clear();
		leak();
		// the collector tells of what it has freed in its own time
		await().untilAsserted(() -> assertThat(NettyLeaks.collect()).isNotEmpty());
		NettyLeaks.collect().clear();
	}

	private static void leak() {
		for (int i = 0; i < 10; i++) {
			PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
		}
	}

}
