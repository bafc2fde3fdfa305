module.exports = (robot) => {
  robot.respond(/ping$/i, (response) => response.send('PONG'));
  // Asks the API who speaks and where.
  robot.respond(/who am i$/i, (response) => response.reply(`you are ${response.message.user.name} in ${response.message.room}`));
};
