package ai.eigi.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import reactor.netty.resources.LoopResources;

/**
 * The server of all benchmarks. Reads HTTP with Netty's decoder and writes prepared bytes
 * without an encoder, so that the client is the limit. Prints its port, and ends when its
 * input ends.
 */
public final class BenchmarkServer {

	private BenchmarkServer() {
	}

	/**
	 * Start the server.
	 * @param args not used
	 * @throws Exception if it could not be started
	 */
	public static void main(String[] args) throws Exception {
		LoopResources loops = LoopResources.create("server", 2, true);
		EventLoopGroup group = loops.onServer(true);
		ConversationPages pages = new ConversationPages();
		Channel channel = new ServerBootstrap().group(group)
			.channel(loops.onChannelClass(ServerSocketChannel.class, group))
			.option(ChannelOption.SO_BACKLOG, 4096)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel connection) {
					connection.pipeline()
						.addLast(new HttpRequestDecoder(), new HttpObjectAggregator(65_536), new ServerHandler(pages));
				}

			})
			.bind(new InetSocketAddress("127.0.0.1", 0))
			.sync()
			.channel();
		System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
		awaitEndOfInput();
		System.exit(0);
	}

	static void awaitEndOfInput() throws IOException {
		while (System.in.read() != -1) {
			// nothing is read
		}
	}

}
