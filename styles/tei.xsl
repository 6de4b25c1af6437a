<?xml version="1.0" encoding="UTF-8"?>
<!-- The Document's XHTML, made ready by octavo.renditions.tei, as TEI P5. What departs from the witness stands in the
     text where TEI's choice holds it, and else in standOff, as the apparatus of double end-points (TEI P5, 13.2.2). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0">

<xsl:output method="xml" encoding="UTF-8" indent="no"/>
<xsl:strip-space elements="dl figure ol section table tbody tfoot thead tr ul"/>
<xsl:variable name="editors" select="/book/header/@editors"/>
<xsl:variable name="witness" select="/book/header/witness/@id"/>

<xsl:template match="/book">
  <TEI>
    <xsl:call-template name="language"/>
    <xsl:apply-templates select="header"/>
    <xsl:text>&#10;</xsl:text>
    <text>
      <xsl:if test="@type"><xsl:attribute name="type"><xsl:value-of select="@type"/></xsl:attribute></xsl:if>
      <xsl:call-template name="language"/>
      <xsl:apply-templates select="front | body | back"/>
    </text>
    <xsl:text>&#10;</xsl:text>
    <xsl:if test="departure | evidence | remark">
      <standOff>
        <xsl:if test="departure"><listApp><xsl:apply-templates select="departure"/></listApp></xsl:if>
        <xsl:if test="remark"><listAnnotation><xsl:apply-templates select="remark"/></listAnnotation></xsl:if>
        <xsl:if test="evidence"><listBibl><xsl:apply-templates select="evidence"/></listBibl></xsl:if>
      </standOff>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
  </TEI>
</xsl:template>

<xsl:include href="tei-header.xsl"/>

<!-- What any element may say of itself -->

<xsl:template name="language">
  <xsl:if test="@lang"><xsl:attribute name="xml:lang"><xsl:value-of select="@lang"/></xsl:attribute></xsl:if>
</xsl:template>

<xsl:template name="common">
  <xsl:if test="@id"><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
  <xsl:call-template name="language"/>
  <xsl:if test="@title"><xsl:attribute name="n"><xsl:value-of select="@title"/></xsl:attribute></xsl:if>
  <xsl:if test="@rend"><xsl:attribute name="rend"><xsl:value-of select="@rend"/></xsl:attribute></xsl:if>
  <xsl:if test="@editorial"><xsl:call-template name="editorial"/></xsl:if>
</xsl:template>

<xsl:template name="editorial">
  <xsl:attribute name="ana">#octavo.editorial</xsl:attribute>
  <xsl:attribute name="resp"><xsl:value-of select="$editors"/></xsl:attribute>
  <xsl:copy-of select="@source"/>
</xsl:template>

<xsl:template name="content">
  <xsl:choose>
    <xsl:when test="@restored"><xsl:call-template name="supplied"/></xsl:when>
    <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="supplied">
  <supplied reason="lost" evidence="external" resp="{$editors}"><xsl:copy-of select="@source"/><xsl:apply-templates/></supplied>
</xsl:template>

<!-- Divisions and headings -->

<xsl:template match="front | body | back">
  <xsl:text>&#10;</xsl:text>
  <xsl:element name="{name()}"><xsl:apply-templates/></xsl:element>
</xsl:template>

<xsl:template match="section[@kind='titlepage']" priority="1">
  <xsl:text>&#10;</xsl:text>
  <titlePage>
    <xsl:call-template name="common"/>
    <xsl:apply-templates select="pb | anchor"/>
    <docTitle><xsl:apply-templates select="p[@class='title' or @class='subtitle']" mode="title-page"/></docTitle>
    <xsl:apply-templates select="p[@class!='title' and @class!='subtitle']" mode="title-page"/>
  </titlePage>
</xsl:template>
<!-- In a mode of their own: a pattern that asks for a paragraph's class looks at all of its siblings, for each of them -->
<xsl:template match="p[@class='title']" mode="title-page">
  <titlePart type="main"><xsl:apply-templates/></titlePart>
</xsl:template>
<xsl:template match="p[@class='subtitle']" mode="title-page">
  <titlePart type="sub"><xsl:apply-templates/></titlePart>
</xsl:template>
<xsl:template match="p" mode="title-page">
  <byline><xsl:call-template name="language"/><xsl:apply-templates mode="title-page"/></byline>
</xsl:template>
<xsl:template match="p[@class='author']/span" mode="title-page">
  <docAuthor><xsl:apply-templates/></docAuthor>
</xsl:template>
<xsl:template match="p[@class='contributor']/span" mode="title-page">
  <name><xsl:apply-templates/></name>
</xsl:template>
<xsl:template match="p[@class='series']" mode="title-page">
  <titlePart type="series"><xsl:apply-templates/></titlePart>
</xsl:template>
<xsl:template match="p[@class='publisher']" mode="title-page">
  <docImprint><publisher><xsl:apply-templates/></publisher></docImprint>
</xsl:template>
<xsl:template match="*" mode="title-page"><xsl:apply-templates select="."/></xsl:template>

<xsl:template match="section[@division]">
  <xsl:text>&#10;</xsl:text>
  <div>
    <xsl:attribute name="type">
      <xsl:choose>
        <xsl:when test="@kind='imprint'">imprint</xsl:when>
        <xsl:when test="@purpose!=''"><xsl:value-of select="@purpose"/></xsl:when>
        <xsl:when test="@kind">chapter</xsl:when>
        <xsl:otherwise>section</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:call-template name="common"/>
    <xsl:apply-templates/>
  </div>
</xsl:template>

<xsl:template match="section">
  <xsl:if test="@id"><anchor><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></anchor></xsl:if>
  <xsl:apply-templates/>
</xsl:template>

<xsl:template match="h1 | h2 | h3 | h4 | h5 | h6">
  <xsl:text>&#10;</xsl:text>
  <ab type="heading" n="{substring(name(), 2)}"><xsl:call-template name="common"/><xsl:call-template name="content"/></ab>
</xsl:template>
<xsl:template match="h1[@opening] | h2[@opening] | h3[@opening] | h4[@opening] | h5[@opening] | h6[@opening]">
  <xsl:text>&#10;</xsl:text>
  <head><xsl:call-template name="common"/><xsl:call-template name="content"/></head>
</xsl:template>

<!-- Blocks, each on a line of its own: white space among them is no text -->

<xsl:template match="p"><xsl:text>&#10;</xsl:text><p><xsl:call-template name="common"/><xsl:call-template name="content"/></p></xsl:template>
<xsl:template match="aside/p"><p><xsl:call-template name="common"/><xsl:call-template name="content"/></p></xsl:template>
<xsl:template match="loose"><xsl:text>&#10;</xsl:text><ab><xsl:call-template name="common"/><xsl:call-template name="content"/></ab></xsl:template>
<xsl:template match="blockquote">
  <xsl:text>&#10;</xsl:text>
  <quote><xsl:call-template name="common"/><xsl:call-template name="content"/></quote>
</xsl:template>
<xsl:template match="pre">
  <xsl:text>&#10;</xsl:text>
  <ab type="code" xml:space="preserve"><xsl:call-template name="common"/><xsl:apply-templates/></ab>
</xsl:template>
<xsl:template match="pre/code"><xsl:apply-templates/></xsl:template>
<xsl:template match="hr"><milestone unit="section" rend="rule"/></xsl:template>
<xsl:template match="verse"><xsl:text>&#10;</xsl:text><lg><xsl:call-template name="common"/><xsl:apply-templates/></lg></xsl:template>
<xsl:template match="line"><xsl:text>&#10;</xsl:text><l><xsl:call-template name="common"/><xsl:call-template name="content"/></l></xsl:template>

<xsl:template match="ul">
  <xsl:text>&#10;</xsl:text>
  <list><xsl:call-template name="common"/><xsl:apply-templates/></list>
</xsl:template>
<xsl:template match="ol"><xsl:text>&#10;</xsl:text><list type="numbered"><xsl:call-template name="common"/><xsl:apply-templates/></list></xsl:template>
<xsl:template match="dl"><xsl:text>&#10;</xsl:text><list type="gloss"><xsl:call-template name="common"/><xsl:apply-templates/></list></xsl:template>
<xsl:template match="li | dd">
  <xsl:if test="@label">
    <xsl:text>&#10;</xsl:text>
    <label>
      <xsl:if test="@label-editorial"><xsl:call-template name="editorial"/></xsl:if>
      <xsl:call-template name="anchors"><xsl:with-param name="ids" select="@label-from"/></xsl:call-template>
      <xsl:value-of select="@label"/>
      <xsl:call-template name="anchors"><xsl:with-param name="ids" select="@label-to"/></xsl:call-template>
    </label>
  </xsl:if>
  <xsl:text>&#10;</xsl:text>
  <item><xsl:call-template name="common"/><xsl:call-template name="content"/></item>
</xsl:template>
<xsl:template name="anchors">
  <xsl:param name="ids"/>
  <xsl:if test="string($ids)">
    <anchor><xsl:attribute name="xml:id"><xsl:value-of select="substring-before(concat($ids, ' '), ' ')"/></xsl:attribute></anchor>
    <xsl:call-template name="anchors"><xsl:with-param name="ids" select="substring-after($ids, ' ')"/></xsl:call-template>
  </xsl:if>
</xsl:template>
<xsl:template match="dt"><xsl:text>&#10;</xsl:text><label><xsl:call-template name="common"/><xsl:call-template name="content"/></label></xsl:template>

<xsl:template match="table">
  <xsl:text>&#10;</xsl:text>
  <table><xsl:call-template name="common"/><xsl:apply-templates select="*"/></table>
</xsl:template>
<xsl:template match="colgroup"/>
<xsl:template match="thead | tbody | tfoot"><xsl:apply-templates select="*"/></xsl:template>
<xsl:template match="tr"><xsl:text>&#10;</xsl:text><row><xsl:call-template name="common"/><xsl:apply-templates select="*"/></row></xsl:template>
<xsl:template match="thead/tr">
  <xsl:text>&#10;</xsl:text>
  <row role="label"><xsl:call-template name="common"/><xsl:apply-templates select="*"/></row>
</xsl:template>
<xsl:template match="td | th">
  <cell>
    <xsl:if test="self::th"><xsl:attribute name="role">label</xsl:attribute></xsl:if>
    <xsl:if test="@colspan"><xsl:attribute name="cols"><xsl:value-of select="@colspan"/></xsl:attribute></xsl:if>
    <xsl:if test="@rowspan"><xsl:attribute name="rows"><xsl:value-of select="@rowspan"/></xsl:attribute></xsl:if>
    <xsl:if test="@style"><xsl:attribute name="style"><xsl:value-of select="@style"/></xsl:attribute></xsl:if>
    <xsl:call-template name="common"/>
    <xsl:call-template name="content"/>
  </cell>
</xsl:template>
<xsl:template match="caption | figcaption">
  <head><xsl:call-template name="common"/><xsl:call-template name="content"/></head>
</xsl:template>
<xsl:template match="caption[p] | figcaption[p]"><xsl:apply-templates/></xsl:template>
<xsl:template match="figure"><figure><xsl:call-template name="common"/><xsl:apply-templates select="*"/></figure></xsl:template>
<xsl:template match="img"><figure><xsl:call-template name="picture"/></figure></xsl:template>
<xsl:template match="figure/img"><xsl:call-template name="picture"/></xsl:template>
<xsl:template name="picture">
  <xsl:if test="@alt!=''"><figDesc><xsl:value-of select="@alt"/></figDesc></xsl:if>
  <graphic url="{@src}">
    <xsl:copy-of select="@width | @height"/>
    <xsl:call-template name="common"/>
  </graphic>
</xsl:template>

<!-- Words -->

<xsl:template match="pb">
  <pb n="{@data-page}">
    <xsl:if test="@id"><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
    <xsl:if test="/book/header/printed"><xsl:attribute name="edRef">#octavo.printed</xsl:attribute></xsl:if>
    <xsl:if test="@glued"><xsl:attribute name="break">no</xsl:attribute></xsl:if>
  </pb>
</xsl:template>
<xsl:template match="br"><lb/></xsl:template>
<xsl:template match="anchor"><anchor><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></anchor></xsl:template>
<xsl:template match="formula">
  <formula notation="TeX"><xsl:call-template name="common"/><xsl:value-of select="."/></formula>
</xsl:template>
<xsl:template match="code"><code><xsl:call-template name="common"/><xsl:apply-templates/></code></xsl:template>
<xsl:template match="code[*]">
  <hi><xsl:call-template name="common"/><xsl:attribute name="rend">code</xsl:attribute><xsl:apply-templates/></hi>
</xsl:template>

<xsl:template match="em"><xsl:call-template name="hi"><xsl:with-param name="rend">italic</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="strong"><xsl:call-template name="hi"><xsl:with-param name="rend">bold</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="sup"><xsl:call-template name="hi"><xsl:with-param name="rend">superscript</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="sub"><xsl:call-template name="hi"><xsl:with-param name="rend">subscript</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="del | s"><xsl:call-template name="hi"><xsl:with-param name="rend">line-through</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="ins | u"><xsl:call-template name="hi"><xsl:with-param name="rend">underline</xsl:with-param></xsl:call-template></xsl:template>
<xsl:template match="*"><xsl:call-template name="hi"><xsl:with-param name="rend" select="local-name()"/></xsl:call-template></xsl:template>
<xsl:template name="hi">
  <xsl:param name="rend"/>
  <hi>
    <xsl:call-template name="common"/>
    <xsl:attribute name="rend"><xsl:value-of select="normalize-space(concat($rend, ' ', @rend))"/></xsl:attribute>
    <xsl:apply-templates/>
  </hi>
</xsl:template>

<xsl:template match="span[@rend]"><hi><xsl:call-template name="common"/><xsl:apply-templates/></hi></xsl:template>
<xsl:template match="span[@id or @lang or @title]"><seg><xsl:call-template name="common"/><xsl:apply-templates/></seg></xsl:template>
<xsl:template match="span"><xsl:apply-templates/></xsl:template>
<xsl:template match="span[@editorial]" priority="1">
  <seg><xsl:call-template name="common"/><xsl:apply-templates/></seg>
</xsl:template>
<xsl:template match="span[@restored]" priority="1"><xsl:call-template name="supplied"/></xsl:template>
<xsl:template match="a"><seg><xsl:call-template name="common"/><xsl:apply-templates/></seg></xsl:template>
<xsl:template match="a[@href]">
  <ref target="{@href}"><xsl:call-template name="common"/><xsl:apply-templates/></ref>
</xsl:template>

<xsl:template match="a[aside]" priority="1">
  <note n="{@mark}" place="foot">
    <xsl:attribute name="xml:id"><xsl:value-of select="aside/@id"/></xsl:attribute>
    <xsl:choose>
      <xsl:when test="@note='editorial' or @note='in-substance'">
        <xsl:attribute name="type">editorial</xsl:attribute>
        <xsl:call-template name="editorial"/>
      </xsl:when>
      <xsl:otherwise><xsl:attribute name="type">author</xsl:attribute></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@note='restored' or @note='in-substance'">
      <xsl:attribute name="subtype"><xsl:value-of select="@note"/></xsl:attribute>
    </xsl:if>
    <xsl:apply-templates select="aside/node()"/>
  </note>
</xsl:template>

<xsl:template match="a[@again]" priority="1">
  <ref type="noteAnchor" target="{@href}"><xsl:value-of select="."/></ref>
</xsl:template>

<!-- Departures from the witness -->

<xsl:template match="change">
  <choice>
    <xsl:if test="@id"><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
    <xsl:choose>
      <xsl:when test="@cause='errata'">
        <sic><xsl:call-template name="spaces"/><xsl:value-of select="@was"/></sic>
        <corr><xsl:call-template name="answer"/><xsl:apply-templates/></corr>
      </xsl:when>
      <xsl:otherwise>
        <orig><xsl:call-template name="spaces"/><xsl:value-of select="@was"/></orig>
        <reg><xsl:call-template name="answer"/><xsl:apply-templates/></reg>
      </xsl:otherwise>
    </xsl:choose>
  </choice>
</xsl:template>

<!-- Where the witness has a space beside a word and the edition has none, no program may take it for layout. -->
<xsl:template name="spaces">
  <xsl:variable name="was" select="string(@was | was)"/>
  <xsl:if test="starts-with($was, ' ') or substring($was, string-length($was)) = ' '">
    <xsl:attribute name="xml:space">preserve</xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template name="answer">
  <xsl:if test="@kind"><xsl:attribute name="type"><xsl:value-of select="@kind"/></xsl:attribute></xsl:if>
  <xsl:copy-of select="@resp | @cert | @source | @corresp"/>
</xsl:template>

<xsl:template match="departure">
  <xsl:text>&#10;</xsl:text>
  <app from="#{@from}" to="#{@to}">
    <xsl:attribute name="type">
      <xsl:choose>
        <xsl:when test="not(@cause)">variant</xsl:when>
        <xsl:when test="@cause='errata'">correction</xsl:when>
        <xsl:otherwise>normalization</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <lem><xsl:call-template name="answer"/><xsl:apply-templates select="reads"/></lem>
    <rdg wit="{@wit}"><xsl:call-template name="spaces"/><xsl:apply-templates select="was"/></rdg>
  </app>
</xsl:template>
<xsl:template match="reads | was"><xsl:apply-templates/></xsl:template>
<xsl:template match="paragraph"><milestone unit="paragraph"/></xsl:template>
<xsl:template match="remark"><xsl:text>&#10;</xsl:text><note target="#{@target}" resp="{@resp}"><xsl:apply-templates/></note></xsl:template>
<xsl:template match="evidence"><bibl><xsl:call-template name="common"/><xsl:apply-templates/></bibl></xsl:template>

</xsl:stylesheet>
